namespace Drover.Cli;

/// <summary>Exit codes of <c>drover</c>; <c>drover help exit-codes</c> and docs/cli.md list the same numbers.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NoDaemon = 3;
    public const int Canceled = 4;
    public const int Timeout = 5;
    public const int Refused = 6;
    public const int NotAllowed = 7;
    public const int CasesFailed = 8;
    public const int UnknownField = 14;
    public const int Interrupted = 130;

    /// <summary>The text of <c>drover help exit-codes</c>.</summary>
    public static string Help => Words.Language.Say("help.exit-codes");

    /// <summary>The code that speaks for both: a failure outweighs failed test cases, those what was not allowed, that a refusal, that a cancellation, and that success.</summary>
    public static int Worse(int a, int b) => Weight(a) >= Weight(b) ? a : b;

    /// <summary>The request was not done, and nothing was changed by it.</summary>
    public static bool IsTurnedAway(int code) => code is Refused or NotAllowed;

    private static int Weight(int code) => code switch { Ok => 0, Canceled => 1, Refused => 2, NotAllowed => 3, CasesFailed => 4, _ => 5 };
}
