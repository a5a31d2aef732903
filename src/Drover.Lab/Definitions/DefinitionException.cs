namespace Drover.Lab.Definitions;

/// <summary>A job definition breaks a rule. The message names the place and the rule and says what to do, in one line: lavacli shows it as it is.</summary>
public sealed class DefinitionException : Exception
{
    /// <summary>A broken rule at a place of the definition.</summary>
    public DefinitionException(string path, int line, string reason, Exception? cause = null)
        : base($"{(path.Length == 0 ? "" : path + ", ")}line {line}: {reason}", cause)
    {
        Path = path;
        Line = line;
        Reason = reason;
    }

    /// <summary>The keys that lead to the place, as in <c>actions[0].deploy.to</c>; empty for the whole text.</summary>
    public string Path { get; }

    /// <summary>The line of the text, from 1 on.</summary>
    public int Line { get; }

    /// <summary>The rule and what to do, without the place.</summary>
    public string Reason { get; }
}
