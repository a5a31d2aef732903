using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary>A question in the last line, and what is typed as its answer.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Accept">Gets the answer.</param>
internal sealed record Prompt(string Question, Action<string> Accept) : IPrompt
{
    private const int LongestAnswer = 200;

    /// <summary>The answer is one key, without Enter.</summary>
    public bool OneKey { get; init; }

    public bool LetsMove => OneKey;

    public string Answer { get; set; } = "";

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

    public IEnumerable<string> Lines(int width) => [CellText.Cut($"{Question} {Answer}_", width)];
}
