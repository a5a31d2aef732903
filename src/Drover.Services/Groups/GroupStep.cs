using System.Collections.Immutable;

namespace Drover.Services.Groups;

/// <summary>The outcome of a step.</summary>
/// <param name="State">The group after it.</param>
/// <param name="Actions">What is to be done, in this order.</param>
public sealed record GroupStep(GroupState State, ImmutableArray<GroupAction> Actions);
