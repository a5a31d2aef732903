using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>A process that lives in a test.</summary>
internal sealed class FakeProcess(string tag, long run, CltabEntry entry, ProcessAccount account, TimeSpan startedAt)
{
    public string Tag => tag;

    public long Run => run;

    public CltabEntry Entry => entry;

    /// <summary>What was last kept with it.</summary>
    public ProcessAccount Account { get; set; } = account;

    public TimeSpan StartedAt => startedAt;

    /// <summary>When its end was reported.</summary>
    public TimeSpan? EndedAt { get; set; }

    /// <summary>How it ended, as it was reported; unknown before that.</summary>
    public ExitStatus Exit { get; private set; } = ExitStatus.Unknown;

    public bool MainLives { get; set; }

    public bool TreeLives { get; set; }

    /// <summary>Only SIGKILL ends it.</summary>
    public bool IsStubborn { get; init; }

    public bool IsReported { get; set; }

    public bool IsMainEndReported { get; set; }

    public bool IsGoneReported { get; set; }

    /// <summary>A report that is due, or something new that it does.</summary>
    public GroupEvent? Happen(Random random)
    {
        if (Due() is { } due)
            return due;
        switch (random.Next(4))
        {
            case 0 when MainLives:
                MainLives = false;
                TreeLives = random.Next(2) == 0;
                break;
            case 1 when TreeLives && !MainLives:
                TreeLives = false;
                break;
            case 2 when MainLives:
                return new GroupEvent.ProcessReady(tag, run);
            default:
                return null;
        }

        return Due();
    }

    public GroupEvent? Due()
    {
        if (!IsReported)
        {
            IsReported = true;
            if (MainLives || TreeLives)
                return new GroupEvent.ProcessStarted(tag, run, 7);
            IsMainEndReported = IsGoneReported = true;
            return new GroupEvent.StartFailed(tag, run, "ENOENT");
        }

        if (!IsMainEndReported && !MainLives)
        {
            IsMainEndReported = true;
            IsGoneReported = !TreeLives;
            Exit = ExitStatus.Exited(run % 3 == 0 ? 1 : 0);
            return new GroupEvent.ProcessExited(tag, run, Exit, !TreeLives);
        }

        if (IsMainEndReported && !IsGoneReported && !TreeLives)
        {
            IsGoneReported = true;
            return new GroupEvent.ProcessGone(tag, run);
        }

        return null;
    }
}
