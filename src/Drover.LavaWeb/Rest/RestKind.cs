namespace Drover.LavaWeb.Rest;

/// <summary>What values of a field look like: a filter whose value does not is refused, also where there is no row to compare it with.</summary>
internal enum RestKind
{
    /// <summary>Anything.</summary>
    Text,
    /// <summary>A whole number.</summary>
    Number,
    /// <summary>A time.</summary>
    Moment,
    /// <summary>true or false.</summary>
    Flag,
}
