namespace Drover.Locks.Tests;

/// <summary>A random history of a few owners, names, levels and pools, played to the table and to the plain rules alike.</summary>
internal sealed class LockHistory(int seed)
{
    private static readonly string[] s_levelNames = ["instance", "node"];
    private static readonly string[] s_members = ["a", "b", "c", "d", "e"];
    private static readonly string[] s_pools = ["a", "b", "c"];
    private readonly Random _random = new(seed);
    private long _lastOwner;
    private long _second;
    private int _longestWaitElsewhere = 600;

    public LockTable Table { get; private set; } = new(Some.Levels);

    public NaiveLocks Naive { get; } = new(LockTable.DefaultAgeingStep);

    public string LastStep { get; private set; } = "";

    public void Step()
    {
        _second += _random.Next(120);
        switch (_random.Next(36))
        {
            case < 10: Request(); break;
            case < 17: GrantNext(); break;
            case 17: GrantAny(); break;
            case < 22: Release(); break;
            case 22: WithWaiter(Cancel); break;
            case 23: Replace(); break;
            case 24: ChangePriority(); break;
            case 25: ReleaseSome(); break;
            case 26: Downgrade(); break;
            case 27: SetCapacity(); break;
            case 28: Restore(); break;
            case 29: AddOwned(); break;
            case 30: RemoveName(); break;
            case < 33: Close(); break;
            case < 35: Open(); break;
            default: Abandon(); break;
        }
    }

    /// <summary>What may happen after the bound of a request that waits: whatever comes now stands behind it.</summary>
    public void StepBehind(LockRequest victim)
    {
        _longestWaitElsewhere = 1;
        _second = Math.Max(_second, victim.Since.Seconds + ((victim.Priority + 20) * (long)LockTable.DefaultAgeingStep.TotalSeconds)) + 1;
        switch (_random.Next(12))
        {
            case < 5: Request(); break;
            case < 8: GrantNext(); break;
            case < 10: Release(); break;
            case 10: ReleaseSome(); break;
            default: CancelOneBut(victim.Owner); break;
        }
    }

    /// <summary>One of these is done with, if any of them waits or holds.</summary>
    public bool GoOn(IReadOnlyCollection<long> owners)
    {
        if (Naive.Owners.Keys.Order().FirstOrDefault(owners.Contains) is var holder and not 0)
            Release(holder);
        else if (Naive.Waiting.Keys.Order().FirstOrDefault(owners.Contains) is var waiter and not 0)
            Cancel(waiter);
        else
            return false;
        return true;
    }

    private void Request()
    {
        if (Naive.Waiting.Count > 12)
            return;
        // Also requests that have waited elsewhere before, so that a new one may come before those that are here.
        var request = new LockRequest(
            ++_lastOwner, AnySet(), _random.Next(-20, 20), new Timestamp((_second - _random.Next(_longestWaitElsewhere)) * 1_000_000), Pick(s_pools));
        Naive.Waiting.Add(request.Owner, request);
        Do($"request {request}", table => table.Request(request));
    }

    private void GrantNext()
    {
        if (Naive.First() is { } next)
            Grant(next);
    }

    private void GrantAny()
    {
        if (Naive.InOrder.Where(Naive.IsGrantable).ToList() is { Count: > 0 } grantable)
            Grant(Pick(grantable));
    }

    private void Grant(LockRequest request)
    {
        var taken = Naive.Taken(request);
        Naive.Waiting.Remove(request.Owner);
        Naive.Owners.Add(request.Owner, (taken, request.Pool));
        Do($"grant {request}", table =>
        {
            var granted = table.Choose(request.Owner);
            Assert.Equal(taken, granted);
            return table.Grant(request.Owner, granted);
        });
    }

    private void Release() => WithOwner(Release);

    private void Release(long owner)
    {
        Naive.Owners.Remove(owner);
        Do($"release {owner}", table => table.Release(owner));
    }

    private void CancelOneBut(long except) => WithWaiter(owner =>
    {
        if (owner != except)
            Cancel(owner);
    });

    private void Cancel(long owner)
    {
        Naive.Waiting.Remove(owner);
        Do($"cancel {owner}", table => table.Cancel(owner));
    }

    private void Replace() => WithWaiter(owner =>
    {
        var set = AnySet();
        Naive.Waiting[owner] = Naive.Waiting[owner] with { Set = set };
        Do($"replace {owner} {set}", table => table.Replace(owner, set));
    });

    private void ChangePriority() => WithWaiter(owner =>
    {
        var priority = _random.Next(-20, 20);
        Naive.Waiting[owner] = Naive.Waiting[owner] with { Priority = priority };
        Do($"priority {owner} {priority}", table => table.ChangePriority(owner, priority));
    });

    private void ReleaseSome() => WithOwner(owner =>
    {
        var (set, pool) = Naive.Owners[owner];
        var gone = set.Demands.Where(_ => _random.Next(2) == 0).Select(demand => demand.Lock).ToList();
        Naive.Owners[owner] = (LockSet.Of(set.Demands.Where(demand => !gone.Contains(demand.Lock))), pool);
        Do($"release {owner} {string.Join(", ", gone)}", table => table.Release(owner, gone));
    });

    private void Downgrade() => WithOwner(owner =>
    {
        var (set, pool) = Naive.Owners[owner];
        var less = set.Demands.Where(_ => _random.Next(2) == 0).Select(demand => demand.Lock).ToList();
        Naive.Owners[owner] = (LockSet.Of(set.Demands.Select(demand => less.Contains(demand.Lock) ? demand with { Mode = LockMode.Shared } : demand)), pool);
        Do($"downgrade {owner} {string.Join(", ", less)}", table => table.Downgrade(owner, less));
    });

    private void SetCapacity()
    {
        var (pool, capacity) = (Pick(s_pools), _random.Next(8));
        if (capacity == 0)
            Naive.Capacity.Remove(pool);
        else
            Naive.Capacity[pool] = capacity;
        Do($"capacity {pool} {capacity}", table => table.SetCapacity(pool, capacity == 0 ? null : capacity));
    }

    private void Restore()
    {
        var (set, pool) = (LockSet.Of(AnySet().Demands), Pick(s_pools));
        if (Conflicts(0, set))
            return;
        Naive.Owners.Add(++_lastOwner, (set, pool));
        Do($"restore {_lastOwner} {set}", table => table.Restore(_lastOwner, set, pool));
    }

    private void AddOwned() => WithOwner(owner =>
    {
        var (level, member) = (Pick(s_levelNames), Pick(s_members));
        if (Conflicts(owner, Some.Exclusive(level, member)))
            return;
        var (set, pool) = Naive.Owners[owner];
        Naive.Owners[owner] = (set.With(level, member, LockMode.Exclusive), pool);
        Do($"add {owner} {level}/{member}", table => table.AddOwned(owner, level, member));
    });

    private void RemoveName() => WithOwner(owner =>
    {
        var (set, pool) = Naive.Owners[owner];
        if (set.Demands.FirstOrDefault(demand => demand is { Mode: LockMode.Exclusive, Lock.Member: not null }) is not { Lock.Member: { } member } held)
            return;
        var waiting = Naive.InOrder.Where(request => NaiveLocks.Wanted(request.Set).Any(wanted => wanted.Lock == held.Lock)
            || request.Set.Choosing.Any(choice => choice.Level == held.Lock.Level && choice.Candidates.Contains(member))).Select(request => request.Owner).ToList();
        Naive.Owners[owner] = (LockSet.Of(set.Demands.Where(demand => demand != held)), pool);
        Do($"remove {held.Lock}", table =>
        {
            var result = table.RemoveName(held.Lock.Level, member, out var affected);
            Assert.Equal(waiting, affected);
            return result;
        });
    });

    /// <summary>Closed locks are beside the order: without them it decides alone.</summary>
    public void OpenAll()
    {
        foreach (var name in Naive.Closed)
            Table = Table.Open(name.Level, name.Member!);
        Naive.Closed.Clear();
    }

    private void Close()
    {
        var name = new LockName(Pick(s_levelNames), Pick(s_members));
        Naive.Closed.Add(name);
        Do($"close {name}", table => table.Close(name.Level, name.Member!, "broken"));
    }

    private void Open()
    {
        var name = Naive.Closed.Count > 0 && _random.Next(4) > 0 ? Pick(Naive.Closed.OrderBy(closed => closed.ToString()).ToList()) : new LockName(Pick(s_levelNames), Pick(s_members));
        Naive.Closed.Remove(name);
        Do($"open {name}", table => table.Open(name.Level, name.Member!));
    }

    private void Abandon() => WithOwner(owner => Do($"abandon {owner}", table => table.Abandon(owner)));

    private void Do(string step, Func<LockTable, LockTable> change)
    {
        LastStep = step;
        Table = change(Table);
    }

    private bool Conflicts(long owner, LockSet set) => Naive.Owners.Any(other => other.Key != owner
        && other.Value.Set.Demands.Any(held => set.Demands.Any(demand => NaiveLocks.Conflict(held, demand))));

    private LockSet AnySet()
    {
        var set = LockSet.Empty;
        foreach (var level in s_levelNames)
            set = _random.Next(16) switch
            {
                < 5 => Enumerable.Range(0, _random.Next(1, 3)).Aggregate(set, (all, _) => all.With(level, Pick(s_members), AnyMode())),
                5 => set.WithAll(level, AnyMode()),
                6 => set.WithAll(level, LockMode.Shared).With(level, Pick(s_members), LockMode.Exclusive),
                7 => set.WithOpportunistic(level, s_members.Where(_ => _random.Next(2) == 0).Append("a"), AnyMode(), _random.Next(2)),
                8 => set.WithOpportunistic(level, s_members, AnyMode(), _random.Next(1, 5)),
                9 => set,
                10 or 11 => WithChoice(set.With(level, Pick(s_members), AnyMode()), level),
                12 or 13 => WithChoice(WithChoice(set, level), level),
                _ => WithChoice(set, level),
            };
        return set;
    }

    /// <summary>Adds a choice, unless it can never be granted.</summary>
    private LockSet WithChoice(LockSet set, string level)
    {
        var candidates = s_members.ToArray();
        _random.Shuffle(candidates);
        try
        {
            return set.WithChoice(level, candidates[.._random.Next(1, 6)], AnyMode(), _random.Next(1, 4));
        }
        catch (DroverException refusal) when (refusal.Code == "LOCK_SET_INVALID")
        {
            return set;
        }
    }

    private LockMode AnyMode() => _random.Next(2) == 0 ? LockMode.Shared : LockMode.Exclusive;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private void WithOwner(Action<long> act)
    {
        if (Naive.Owners.Count > 0)
            act(Pick(Naive.Owners.Keys.Order().ToList()));
    }

    private void WithWaiter(Action<long> act)
    {
        if (Naive.Waiting.Count > 0)
            act(Pick(Naive.Waiting.Keys.Order().ToList()));
    }
}
