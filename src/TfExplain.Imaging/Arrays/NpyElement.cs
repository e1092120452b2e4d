using System.Numerics;

namespace TfExplain.Imaging.Arrays;

/// <summary>NumPy's element types and their .NET counterparts.</summary>
internal static class NpyElement
{
    /// <summary>The array's element type, when NumPy has the like.</summary>
    public static Type TypeOf(Array data)
    {
        var type = data.GetType().GetElementType()!;
        return !type.IsEnum && (type == typeof(Half) || Type.GetTypeCode(type) is TypeCode.Boolean or (>= TypeCode.SByte and <= TypeCode.Double) or TypeCode.String)
            ? type
            : throw new ArgumentException($"Expected an array of Boolean, integer, Half, Single, Double or String elements, found {data.GetType().Name}.", nameof(data));
    }

    /// <summary>The values in another numeric type.</summary>
    public static T[] Convert<T>(Array data) where T : INumber<T> => Type.GetTypeCode(data.GetType().GetElementType()) switch
    {
        TypeCode.Boolean => Array.ConvertAll((bool[])data, static value => value ? T.One : T.Zero),
        TypeCode.SByte => From<sbyte, T>((sbyte[])data),
        TypeCode.Byte => From<byte, T>((byte[])data),
        TypeCode.Int16 => From<short, T>((short[])data),
        TypeCode.UInt16 => From<ushort, T>((ushort[])data),
        TypeCode.Int32 => From<int, T>((int[])data),
        TypeCode.UInt32 => From<uint, T>((uint[])data),
        TypeCode.Int64 => From<long, T>((long[])data),
        TypeCode.UInt64 => From<ulong, T>((ulong[])data),
        TypeCode.Single => From<float, T>((float[])data),
        TypeCode.Double => From<double, T>((double[])data),
        TypeCode.String => throw new InvalidOperationException("The array holds text, not numbers."),
        _ => From<Half, T>((Half[])data),
    };

    private static T[] From<TFrom, T>(TFrom[] values) where TFrom : INumber<TFrom> where T : INumber<T>
    {
        var converted = new T[values.Length];
        for (var i = 0; i < converted.Length; i++)
            converted[i] = T.CreateChecked(values[i]);
        return converted;
    }
}
