using Drover.Kernel.State;

namespace Drover.Kernel.Domains;

/// <summary>Which locks of a level are closed to those who choose: see <see cref="Drover.Locks.LockTable.Close"/>. It follows from the state alone. A decision that
/// changes what it follows from calls <see cref="Commands.Decision.LookAtLock"/>; at each start all names are looked at.</summary>
/// <param name="Names">The names of which some may be closed.</param>
/// <param name="Reason">Why a name is closed, in words; null when it is open.</param>
public sealed record LockClosings(Func<KernelState, IEnumerable<string>> Names, Func<KernelState, string, string?> Reason);
