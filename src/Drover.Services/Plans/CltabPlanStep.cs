namespace Drover.Services.Plans;

/// <summary>A step of a plan.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Tag">To which entry.</param>
/// <param name="Why">Why.</param>
public sealed record CltabPlanStep(CltabPlanKind Kind, string Tag, string Why);
