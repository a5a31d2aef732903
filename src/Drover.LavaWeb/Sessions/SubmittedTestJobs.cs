namespace Drover.LavaWeb.Sessions;

/// <summary>What a submit has made.</summary>
/// <param name="Id">The test job, or the first member of the group.</param>
/// <param name="Members">The numbers of the members of a group, such as <c>12.0</c>; empty for a single test job.</param>
internal sealed record SubmittedTestJobs(long Id, IReadOnlyList<string> Members)
{
    /// <summary>As XML-RPC answers it: a number, or a list of texts.</summary>
    public object Answer => Members.Count == 0 ? Id : Members;
}
