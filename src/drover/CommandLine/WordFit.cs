namespace Drover.Cli.CommandLine;

/// <summary>How a given word fits those of a table.</summary>
internal enum WordFit
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It is one of them.</summary>
    Whole,

    /// <summary>One alone begins so.</summary>
    Beginning,

    /// <summary>None begins so, and one alone has its letters in this order.</summary>
    Letters,

    /// <summary>It may be several.</summary>
    Ambiguous,
}
