using Drover.Cli.Shell;
using Drover.Cli.Top;

namespace Drover.Cli.Tests.Top;

/// <summary>Notes what the keys ask for.</summary>
internal sealed class SeenActions : ITopActions
{
    public List<string> Asked { get; } = [];

    public IReadOnlyList<string> Choices { get; set; } = [];

    public void Cancel(long job, Action<string> told) => Answer($"cancel {job}", told);

    public void SetPriority(long job, int priority, Action<string> told) => Answer($"priority {job} {priority}", told);

    public void Why(long job, Action<string> told) => told($"because of job {job}");

    public TextPane Log(long job) => new($"Log of job {job}") { Grows = true };

    public TextPane Run(string title, params IReadOnlyList<string> words)
    {
        Asked.Add(string.Join(' ', words));
        return new TextPane(title) { Grows = true };
    }

    public TextPane Browse(string path) => Run(path, "browse", path);

    public void Complete(string line, Action<Completion> told)
    {
        Asked.Add($"complete {line}");
        told(new Completion(line.LastIndexOf(' ') + 1, Choices));
    }

    public void Look() => Asked.Add("look");

    private void Answer(string asked, Action<string> told)
    {
        Asked.Add(asked);
        told("done");
    }
}
