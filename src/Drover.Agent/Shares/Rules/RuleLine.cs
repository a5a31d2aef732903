namespace Drover.Agent.Shares.Rules;

/// <summary>A line of a rule file.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">The line, from 1.</param>
/// <param name="Path">Where the rule holds: a path below the root, <c>~</c> for the root itself, <c>~/</c> for its content.</param>
/// <param name="Value">A class or an ACL.</param>
internal sealed record RuleLine(string File, int Number, string Path, string Value)
{
    internal const string Itself = "~", Content = "~/";

    internal string Place => $"{File}:{Number}";

    /// <summary>Its path as it counts: without a slash at its end.</summary>
    internal string Key => Path is Content ? Path : Path.TrimEnd('/');
}
