using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TfExplain.Reports;

/// <summary>Puts a page together: markup, style, data and program in one file that may load nothing and run nothing else.</summary>
internal static class ReportPage
{
    private static readonly string[] Scripts = ["marks.js", "curves.js", "pictures.js", "histograms.js", "texts.js", "page.js"];

    public static byte[] Compose(string title, ReadOnlyMemory<byte> data)
    {
        var style = Asset("page.css");
        var script = $"(() => {{\n\"use strict\";\n{string.Concat(Scripts.Select(Asset))}}})();\n";
        // The browser runs this program and this style by their hashes, and nothing that a log might smuggle in.
        var policy = $"default-src 'none'; img-src data:; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'";
        var page = new MemoryStream();
        // Piece by piece: a mark inside the data is not a mark.
        foreach (var piece in Asset("page.html").Split("{{"))
        {
            var end = piece.IndexOf("}}", StringComparison.Ordinal);
            if (end >= 0)
                page.Write(piece[..end] switch
                {
                    "policy" => Encoding.UTF8.GetBytes(policy),
                    "title" => Encoding.UTF8.GetBytes(WebUtility.HtmlEncode(title)),
                    "style" => Encoding.UTF8.GetBytes(style),
                    "script" => Encoding.UTF8.GetBytes(script),
                    "data" => data.Span,
                    var mark => throw new InvalidOperationException($"page.html has the mark '{mark}'."),
                });
            page.Write(Encoding.UTF8.GetBytes(end < 0 ? piece : piece[(end + 2)..]));
        }
        return page.ToArray();
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Asset(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"TfExplain.Reports.{name}") ?? throw new InvalidOperationException($"The assembly lacks '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
