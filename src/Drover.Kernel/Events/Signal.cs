namespace Drover.Kernel.Events;

/// <summary>A happening that changes no state: it has no number, is not stored, and whoever reads too slowly misses some.</summary>
/// <param name="Kind">What happened; declared with <see cref="Domains.DomainBuilder.Signal"/>.</param>
/// <param name="Subject">What it happened to, such as <c>web/httpd</c>.</param>
/// <param name="Time">When. The clock may have been set back since the last one.</param>
/// <param name="Payload">What is known of it, as a JSON object.</param>
public sealed record Signal(string Kind, string Subject, Timestamp Time, RawJson Payload);
