using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>The queues of choosing requests. There are as many as there are different lists that somebody chooses from; all are looked at.</summary>
internal sealed partial record LevelState
{
    public ChoiceQueue ChoicesFrom(CandidateList list) => Choices[IndexOf(list)];

    /// <summary>The instance of a list that is known here already, so that thousands of requests hold it once.</summary>
    public CandidateList Known(CandidateList list) => IndexOf(list) is var known and >= 0 ? Choices[known].Candidates : list;

    /// <summary>A queue of earlier requests that keep a member for themselves, or null. A closed one they cannot pick, and so do not keep.</summary>
    public ChoiceQueue? KeptBy(string member, LockMode mode, OrderKey key)
    {
        if (Closed.ContainsKey(member))
            return null;
        foreach (var queue in Choices)
            if (!key.Passes(queue.Limit(mode)) && queue.Candidates.Contains(member))
                return queue;
        return null;
    }

    /// <summary>What the choosing demands of a request that waits here pick now, or null when there is no way.</summary>
    public List<LockDemand>? Picks(ReadOnlySpan<ChoosingDemand> choices, OrderKey key)
    {
        var known = new (ChoiceQueue Queue, LockMode Mode, List<ChoiceQueue> Keeping)[choices.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            var (mode, queue) = (choices[i].Mode, ChoicesFrom(choices[i].List));
            if (!key.Passes(AnyMemberLimit(mode)) || !key.Passes(queue.Limit(mode)))
                return null;
            known[i] = (queue, mode, []);
            foreach (var other in Choices)
                if (!key.Passes(other.Limit(mode)))
                    known[i].Keeping.Add(other);
        }

        return ChoicePicks.Find(choices, (demand, place) =>
        {
            var (queue, mode, keeping) = known[demand];
            var (use, name) = (queue.Uses[place], queue.Candidates.Names[place]);
            return use != CandidateUse.Taken
                && (use == CandidateUse.None || key.Passes(MemberLimit(name, mode)))
                && (keeping.Count == 0 || !keeping.Exists(other => other.Candidates.Contains(name)));
        });
    }

    /// <summary>Whether an earlier request has it among its candidates, be there plenty or not.</summary>
    public bool MayBeChosen(string member, LockMode mode, OrderKey key)
    {
        if (Closed.ContainsKey(member))
            return false;
        foreach (var queue in Choices)
            if (!key.Passes(queue.Waiting.FirstAgainst(mode)) && queue.Candidates.Contains(member))
                return true;
        return false;
    }

    public LevelState WithChoice(ChoosingDemand demand, OrderKey key)
    {
        var choices = IndexOf(demand.List) < 0 ? Choices.Add(NewQueue(demand.List)) : Choices;
        return this with
        {
            Choices = Claim(choices, demand.List, demand.Count, queue => queue.Waiting.With(demand.Mode, key)),
            MemberWaiting = MemberWaiting.With(demand.Mode, key),
        };
    }

    /// <summary>The queue stays when it gets empty, until those parked at it have been woken: <see cref="WithoutEmptyChoices"/>.</summary>
    public LevelState WithoutChoice(ChoosingDemand demand, OrderKey key) => this with
    {
        Choices = Claim(Choices, demand.List, -demand.Count, queue => queue.Waiting.Without(demand.Mode, key)),
        MemberWaiting = MemberWaiting.Without(demand.Mode, key),
    };

    public LevelState WithoutEmptyChoices() => this with { Choices = Choices.RemoveAll(queue => queue.Waiting.IsEmpty) };

    public LevelState PutChoices(ChoiceQueue queue) => this with { Choices = Choices.SetItem(IndexOf(queue.Candidates), queue) };

    private int IndexOf(CandidateList list)
    {
        for (var i = 0; i < Choices.Length; i++)
            if (Choices[i].Candidates.Equals(list))
                return i;
        return -1;
    }

    private ChoiceQueue NewQueue(CandidateList list)
    {
        var uses = new CandidateUse[list.Names.Length];
        if (Members.Count < uses.Length)
        {
            foreach (var (name, point) in Members)
                if (list.PlaceOf(name) is var place and >= 0)
                    uses[place] = point.Use;
        }
        else
        {
            for (var i = 0; i < uses.Length; i++)
                uses[i] = this[list.Names[i]].Use;
        }

        foreach (var (name, _) in Closed)
            if (list.PlaceOf(name) is var place and >= 0)
                uses[place] = CandidateUse.Taken;
        var claims = Choices.Sum(queue => queue.Candidates.Meets(list) ? queue.Need : 0);
        return new(list, WaitQueue.Empty, WaitQueue.Empty, WaitQueue.Empty, [.. uses], uses.Count(use => use == CandidateUse.None), 0, claims);
    }

    private static ImmutableArray<ChoiceQueue> Claim(
        ImmutableArray<ChoiceQueue> choices, CandidateList list, int count, Func<ChoiceQueue, WaitQueue> waiting)
    {
        var changed = choices.ToBuilder();
        for (var i = 0; i < changed.Count; i++)
        {
            var queue = changed[i];
            if (queue.Candidates.Equals(list))
                changed[i] = queue with { Waiting = waiting(queue), Need = queue.Need + count, Claims = queue.Claims + count };
            else if (queue.Candidates.Meets(list))
                changed[i] = queue with { Claims = queue.Claims + count };
        }

        return changed.DrainToImmutable();
    }

    private ImmutableArray<ChoiceQueue> ChoicesWith(string member, CandidateUse use)
    {
        var choices = Choices;
        for (var i = 0; i < choices.Length; i++)
            if (choices[i].Candidates.PlaceOf(member) is var place and >= 0 && choices[i].Uses[place] != use)
                choices = choices.SetItem(i, choices[i].WithUse(place, use));
        return choices;
    }
}
