namespace Drover.ClusterInit;

internal static class GroupWords
{
    /// <summary>The word as it stands in files and replies.</summary>
    public static string ToWord(this GroupWord state) => state switch
    {
        GroupWord.Configured => "CONFIGURED",
        GroupWord.Starting => "STARTING",
        GroupWord.Checking => "CHECKING",
        GroupWord.Done => "DONE",
        GroupWord.Passed => "PASSED",
        GroupWord.Failed => "FAILED",
        GroupWord.Stopping => "STOPPING",
        GroupWord.Dumping => "DUMPING",
        GroupWord.Halting => "HALTING",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "It is none of the nine words."),
    };
}
