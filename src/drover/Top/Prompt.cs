using Drover.Cli.Live;

namespace Drover.Cli.Top;

/// <summary>A question in the last line, and what is typed as its answer.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Accept">Gets the answer.</param>
internal sealed record Prompt(string Question, Action<string> Accept)
{
    private const int LongestAnswer = 200;

    /// <summary>The answer is one key, without Enter.</summary>
    public bool OneKey { get; init; }

    public string Answer { get; set; } = "";

    /// <summary>Takes a key; true when the question is answered or given up.</summary>
    public bool Press(Key key)
    {
        switch (key.Kind)
        {
            case KeyKind.Escape:
                return true;
            case KeyKind.Enter:
                Accept(Answer);
                return true;
            case KeyKind.Backspace:
                Answer = Answer.Length == 0 ? "" : Answer[..^(char.IsLowSurrogate(Answer[^1]) ? 2 : 1)];
                return false;
            case KeyKind.Text when OneKey:
                Accept(key.Text);
                return true;
            case KeyKind.Text when Answer.Length < LongestAnswer:
                Answer += key.Text;
                return false;
            default:
                return false;
        }
    }
}
