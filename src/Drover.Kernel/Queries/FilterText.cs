namespace Drover.Kernel.Queries;

/// <summary>The form of filters that people write: <c>status == "running" and priority &lt; 0</c>. See docs/queries.md for the grammar.</summary>
public static class FilterText
{
    /// <exception cref="FilterSyntaxException">The text is no filter; the message shows the place and what was expected there.</exception>
    public static QueryFilter Parse(string text) => new FilterTextParser(text).Parse();
}
