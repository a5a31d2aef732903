namespace Drover.Fleet.Election;

/// <summary>Votes on who is the master, counted as Ganeti 3.0 does: this node has one of them, more than half of all elect it, and it is lost as soon as those that have not answered cannot change
/// that. Not thread safe.</summary>
/// <param name="own">This node.</param>
/// <param name="voters">All others that have a vote.</param>
internal sealed class VoteCount(string own, IEnumerable<string> voters)
{
    private readonly SortedDictionary<string, string?> _votes = new(voters.ToDictionary(voter => voter, _ => (string?)null, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Votes that there are, with the own one.</summary>
    public int All => _votes.Count + 1;

    public Verdict Verdict => Own * 2 > All ? Verdict.Won : (Own + _votes.Values.Count(choice => choice is null)) * 2 > All ? Verdict.Open : Verdict.Lost;

    private int Own => 1 + _votes.Values.Count(choice => choice == own);

    public bool Has(string voter) => _votes.ContainsKey(voter);

    /// <summary>A node names the one that it takes for the master. A later word of it counts instead.</summary>
    public void Take(string voter, string choice)
    {
        if (Has(voter))
            _votes[voter] = choice;
    }

    /// <summary>A node turns out to have no vote.</summary>
    public void Strike(string voter) => _votes.Remove(voter);

    /// <summary>Who was voted for by whom, most votes first, and who has not answered.</summary>
    public override string ToString()
    {
        var choices = _votes.Where(vote => vote.Value is not null).Prepend(KeyValuePair.Create(own, (string?)own)).GroupBy(vote => vote.Value!, vote => vote.Key, StringComparer.Ordinal)
            .OrderByDescending(choice => choice.Count()).ThenBy(choice => choice.Key, StringComparer.Ordinal)
            .Select(choice => $"{choice.Key} is named by {string.Join(", ", choice)}");
        var silent = _votes.Where(vote => vote.Value is null).Select(vote => vote.Key).ToList();
        return string.Join("; ", silent.Count == 0 ? choices : choices.Append($"no answer of {string.Join(", ", silent)}"));
    }
}
