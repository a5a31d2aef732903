namespace Drover.Kernel;

/// <summary>Who may see something. What declares nothing is for operators.</summary>
public enum Visibility
{
    /// <summary>Those who may inspect the kind of thing that it belongs to.</summary>
    Operators,
    /// <summary>They, and the owner.</summary>
    Owner,
    /// <summary>Everyone who may view that kind of thing.</summary>
    Everyone,
}
