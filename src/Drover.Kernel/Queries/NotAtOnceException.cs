namespace Drover.Kernel.Queries;

/// <summary>A query that was to be answered from memory at once needs more: see <see cref="QueryContext.AtOnce"/>. Ask it again without that.</summary>
public sealed class NotAtOnceException() : DroverException("NOT_AT_ONCE", "The answer takes longer than there is time for. Ask again where there is time.");
