using Drover.Cli.Live;

namespace Drover.Cli.Top;

/// <summary>What is typed in the last line.</summary>
internal interface IPrompt
{
    /// <summary>Keys that write nothing are for what is shown above.</summary>
    bool LetsMove { get; }

    /// <summary>Takes a key; true when it is answered or given up.</summary>
    bool Press(Key key);

    /// <summary>The last line, and above it what there is to choose from.</summary>
    IEnumerable<string> Lines(int width);
}
