namespace Drover.People.SignIn;

/// <summary>Holds up who tries many passwords: of one user from one address, of one address, of one user. Whether a user is there makes no difference.</summary>
/// <param name="options">How many tries there are.</param>
/// <param name="clock">Measures.</param>
internal sealed class SignInThrottle(SignInOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly FailureCounters _pairs = new(options.Tries, options.Window, clock);
    private readonly FailureCounters _addresses = new(options.TriesPerAddress, options.Window, clock);
    private readonly FailureCounters _users = new(options.TriesPerUser, options.Window, clock);

    /// <summary>A try begins, and counts as a failure from now on: many at once are not free. How long to wait when it may not.</summary>
    public TimeSpan? Begin(string user, string address)
    {
        lock (_gate)
        {
            TimeSpan?[] waits = [_pairs.WaitOf(Pair(user, address)), _addresses.WaitOf(address), _users.WaitOf(user)];
            if (waits.Max() is { } wait)
                return wait;
            _pairs.Add(Pair(user, address));
            _addresses.Add(address);
            _users.Add(user);
            return null;
        }
    }

    /// <summary>It was not looked at, and does not count.</summary>
    public void Withdrawn(string user, string address)
    {
        lock (_gate)
        {
            _pairs.TakeBack(Pair(user, address));
            _addresses.TakeBack(address);
            _users.TakeBack(user);
        }
    }

    /// <summary>It has succeeded.</summary>
    public void Succeeded(string user, string address)
    {
        lock (_gate)
        {
            _pairs.Forget(Pair(user, address));
            _addresses.TakeBack(address);
            _users.TakeBack(user);
        }
    }

    private static string Pair(string user, string address) => $"{address}\n{user}";
}
