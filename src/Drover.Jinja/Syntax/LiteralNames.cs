namespace Drover.Jinja.Syntax;

/// <summary>Words that are values, in the two ways that Jinja2 writes them.</summary>
internal static class LiteralNames
{
    public static bool Contains(string name) => name is "true" or "false" or "none" or "True" or "False" or "None";
}
