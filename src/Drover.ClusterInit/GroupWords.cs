namespace Drover.ClusterInit;

internal static class GroupWords
{
    /// <summary>The state that a word of the status file means.</summary>
    public static GroupWord Of(string word) => Enum.Parse<GroupWord>(word, ignoreCase: true);

    /// <summary>The word as it stands in replies.</summary>
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
