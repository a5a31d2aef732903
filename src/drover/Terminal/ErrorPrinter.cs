using Drover.Cli.Words;

namespace Drover.Cli.Terminal;

/// <summary>The one form of errors: <c>drover: CODE: message</c> and a line of advice.</summary>
internal static class ErrorPrinter
{
    public static void Print(Screen screen, CliException error)
    {
        screen.HideDrawing?.Invoke();
        screen.EndPaging();
        var (red, plain) = screen.ErrColour ? ("\x1b[31m", "\x1b[0m") : ("", "");
        screen.Err.WriteLine($"drover: {red}{Printable.Line(error.Code)}{plain}: {Printable.Lines(error.Message)}");
        if (error.Hint is { Length: > 0 } hint)
            screen.Err.WriteLine(Language.Say("hint", Printable.Lines(hint)));
        screen.Err.Flush();
    }
}
