namespace Drover.Clinit;

/// <summary>Exit codes of <c>clinit</c>; its help text and docs/clinit.md list the same numbers. Where <c>drover</c> has the same case it has the same number.</summary>
internal static class ExitCode
{
    public const int Accepted = 0;
    public const int Refused = 1;
    public const int Usage = 2;
    public const int NoDaemon = 3;
    public const int Canceled = 4;
    public const int Timeout = 5;
    public const int Failed = 6;
    public const int Broken = 7;
    public const int NotFresh = 8;

    /// <summary>The list as the help text has it.</summary>
    public const string Help = """
        Exit codes:
          0  accepted; with --wait: the level is reached (DONE, PASSED)
          1  refused by the daemon; the reply says why
          2  wrong usage
          3  no daemon: no socket, nobody listens, not allowed to connect, or it left without an answer
          4  with --wait: the change of level was cancelled, or a later one took its place
          5  time-out: no reply for 20 seconds, or the SECS of --wait are over
          6  with --wait: the group is FAILED, or the level could not be reached
          7  clinit itself failed, for example because it did not find droverd
          8  with --cluster: a status file is stale, or cannot be read
          With -d the exit code is that of droverd.
        """;
}
