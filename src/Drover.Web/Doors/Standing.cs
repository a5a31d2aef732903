using Drover.Kernel;

namespace Drover.Web.Doors;

/// <summary>What a request over TCP stands on. A stream may be followed for days, in which a token is taken away, a session ends, or an account gets another role.</summary>
/// <param name="caller">Who was let in.</param>
/// <param name="again">Finds out once more who it is, by what was shown.</param>
internal sealed class Standing(Caller caller, Func<Caller?> again)
{
    /// <summary>Whether the same caller would be let in now, with the same rights.</summary>
    public bool Holds => again() == caller;
}
