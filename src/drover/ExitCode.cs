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
    public const string Help = """
        Exit codes of drover:
            0  done; a job that was followed succeeded
            1  failed: a job that was followed ended as error, or something went wrong on the way
            2  wrong usage: unknown verb or option, missing or malformed argument
            3  no daemon answers at the socket, or not in time
            4  the job was canceled
            5  the time given with --timeout is over
            6  refused: the daemon does not take the request, or there is no such thing; nothing was changed
            7  not allowed: this user may not do that; nothing was changed
            8  a test job that was followed is complete, and test cases failed
           14  a field was asked for that the resource does not have
          130  interrupted (Ctrl-C); a job that was followed goes on
        Where several jobs are waited for or changed: 1 if one failed, else 8, 7, 6 or 4.
        drover status has the codes of a monitoring plugin: all is well 0, something is to be
        looked at 1, the daemon is not ready 2, no daemon 3.
        """;

    /// <summary>The code that speaks for both: a failure outweighs failed test cases, those what was not allowed, that a refusal, that a cancellation, and that success.</summary>
    public static int Worse(int a, int b) => Weight(a) >= Weight(b) ? a : b;

    /// <summary>The request was not done, and nothing was changed by it.</summary>
    public static bool IsTurnedAway(int code) => code is Refused or NotAllowed;

    private static int Weight(int code) => code switch { Ok => 0, Canceled => 1, Refused => 2, NotAllowed => 3, CasesFailed => 4, _ => 5 };
}
