using System.Reflection;
using System.Text;
using TfExplain.Testing;

namespace TfExplain.Extensibility.Tests;

/// <summary>
/// Holds the public surface of each shipped assembly against the file that lists it, so that no change of it goes unseen. After a wanted change, run the test
/// once with TFEXPLAIN_ACCEPT_API=1 and commit the files.
/// </summary>
public class PublicApiTests
{
    public static TheoryData<string> Assemblies => ["TfExplain.Engine", "TfExplain.Models", "TfExplain.Imaging", "TfExplain"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_surface_is_the_listed_one(string assembly)
    {
        var path = Path.Combine(Fixtures.Root, "tests", "TfExplain.Extensibility.Tests", "PublicApi", assembly + ".txt");
        var surface = Describe(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("TFEXPLAIN_ACCEPT_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, surface);
        }
        var listed = File.Exists(path) ? File.ReadAllText(path) : "";
        var difference = surface.Split('\n').Except(listed.Split('\n')).Select(l => "+ " + l).Concat(listed.Split('\n').Except(surface.Split('\n')).Select(l => "- " + l)).ToList();
        Assert.True(difference.Count == 0, $"The public surface of {assembly} changed:\n{string.Join('\n', difference)}");
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append(type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? $" : {Name(parent)}" : "").Append('\n');
            const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            var members = type.GetMembers(Own).Where(IsVisible).Select(Member).Distinct().Order(StringComparer.Ordinal);
            foreach (var member in members) text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Public or protected, and not what the compiler adds to every record or property.</summary>
    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: true, IsConstructor: false } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => false,
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('<') && method.Name is not ("Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "Deconstruct" or "op_Equality" or "op_Inequality"),
        PropertyInfo property => property.Name != "EqualityContract" && (property.GetMethod ?? property.SetMethod) is { } accessor && (accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly),
        FieldInfo field => (field.IsPublic || field.IsFamily) && field.Name != "value__",
        EventInfo => true,
        _ => false,
    };

    private static string Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{(method.IsAbstract ? "abstract " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        PropertyInfo property => $"{((property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name} {{{(property.GetMethod is { IsPublic: true } or { IsFamily: true } ? " get;" : "")}{(property.SetMethod is { IsPublic: true } ? " set;" : "")} }}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}",
        _ => member.Name,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.IsOptional ? "?" : "")}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
