using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>One of the lists of the full screen, of which one is shown at a time.</summary>
/// <param name="word">The key of its name.</param>
internal abstract class Tab(string word)
{
    public string Name => Language.Say(word);

    /// <summary>The rows of which one is chosen.</summary>
    public SelectableList List { get; } = new();

    /// <summary>What it needs beside the jobs and services.</summary>
    public virtual Wanted Wants { get; } = new();

    /// <summary>It shows figures, which change without an event.</summary>
    public virtual bool IsOfFigures => false;

    /// <summary>The keys for its rows, in words.</summary>
    public abstract string Keys { get; }

    /// <summary>The line above the rows, and the rows.</summary>
    public abstract (string Title, IEnumerable<ListRow> Rows) Table(TopPicture picture, int width, DateTimeOffset now);

    /// <summary>Takes a key for the chosen row.</summary>
    public abstract void Press(Key key, string chosen, TopView view);
}
