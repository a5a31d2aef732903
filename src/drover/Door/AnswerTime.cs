using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Door;

/// <summary>How long the daemon may be silent before it counts as one that does not answer.</summary>
internal static class AnswerTime
{
    public const string Variable = "DROVER_ANSWER_TIME";

    /// <summary>The code of the error.</summary>
    public const string Code = "NO_ANSWER";

    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(30);

    /// <summary>A stream that has nothing to tell sends a comment each 15 seconds.</summary>
    private static readonly TimeSpan s_stream = TimeSpan.FromSeconds(60);

    /// <summary>From the environment; half a minute where it does not say.</summary>
    /// <exception cref="CliException">It says what is no duration.</exception>
    public static TimeSpan Of(Func<string, string?> environment) =>
        environment(Variable) is { Length: > 0 } text && Values.Duration(text, Variable) is { } time && time > TimeSpan.Zero ? time : s_usual;

    /// <summary>The same for a stream.</summary>
    public static TimeSpan OfStream(TimeSpan ofAnswer) => ofAnswer > s_stream ? ofAnswer : s_stream;

    /// <summary>The error of a daemon that was silent for too long.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="silence">How long.</param>
    public static CliException Over(string path, TimeSpan silence) =>
        new(Code, Language.Say("no-answer", path, Live.ElapsedText.Of(silence)), ExitCode.NoDaemon,
            Language.Say("no-answer.hint", path, Variable))
        { MayPass = true };
}
