namespace Drover.Cli.Top;

/// <summary>What the keys of <c>drover top</c> ask the daemon for. Answers come on the thread of the loop.</summary>
internal interface ITopActions
{
    void Cancel(long job, Action<string> told);

    void SetPriority(long job, int priority, Action<string> told);

    void Why(long job, Action<string> told);

    /// <summary>The log of a job, which goes on as long as the pane is shown.</summary>
    TextPane Log(long job);
}
