using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Drover.Pages.Pictures;

/// <summary>Words and numbers of pictures. Razor takes the element <c>text</c> for a mark of its own, so it is written here.</summary>
internal static class SvgText
{
    /// <summary>Words at a place.</summary>
    /// <param name="x">Where they begin, or end.</param>
    /// <param name="y">Their base line.</param>
    /// <param name="text">The words.</param>
    /// <param name="most">Most characters; what is longer ends in an ellipsis.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>: which part of them stands at the place.</param>
    public static MarkupString At(double x, double y, string text, int most = 30, string anchor = "start") =>
        new($"<text x=\"{Place(x)}\" y=\"{Place(y)}\" text-anchor=\"{anchor}\">{HtmlEncoder.Default.Encode(Cut(text, most))}</text>");

    /// <summary>A place as pictures write it.</summary>
    public static string Place(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
