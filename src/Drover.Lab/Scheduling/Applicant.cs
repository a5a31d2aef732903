using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.State;

namespace Drover.Lab.Scheduling;

/// <summary>In which groups somebody is, as the people of a state say it.</summary>
public delegate ImmutableArray<string> Memberships(KernelState state, Principal who);

/// <summary>Who asks for devices.</summary>
/// <param name="Who">The submitter.</param>
/// <param name="Groups">The groups that he was in when he submitted.</param>
internal readonly record struct Applicant(Principal Who, ImmutableArray<string> Groups)
{
    /// <summary>Whether every device is open to him.</summary>
    public bool MayUseAll => Who == Principal.System || Who.Uid == 0;

    /// <inheritdoc/>
    public override string ToString() => Who.ToString();
}
