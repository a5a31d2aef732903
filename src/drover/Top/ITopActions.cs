using Drover.Cli.Shell;

namespace Drover.Cli.Top;

/// <summary>What the keys ask the daemon for. Answers come on the thread of the loop.</summary>
internal interface ITopActions
{
    void Cancel(long job, Action<string> told);

    void SetPriority(long job, int priority, Action<string> told);

    void Why(long job, Action<string> told);

    /// <summary>The log of a job, which goes on as long as the pane is shown.</summary>
    TextPane Log(long job);

    /// <summary>Runs a command line, and shows what it prints as it comes; it ends with the pane.</summary>
    TextPane Run(string title, params IReadOnlyList<string> words);

    /// <summary>Evaluates a path through what there is, as <c>jobs[12].ops[0].log</c>.</summary>
    TextPane Browse(string path);

    /// <summary>What may stand at the end of a command line.</summary>
    void Complete(string line, Action<Completion> told);

    /// <summary>Asks for the picture at once, without a change.</summary>
    void Look();
}
