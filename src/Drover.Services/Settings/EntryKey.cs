namespace Drover.Services.Settings;

/// <summary>Sets one option of an entry from text; returns what is wrong with the text, or null.</summary>
internal delegate string? ApplyEntryKey(ref EntryOptions options, string value);

/// <summary>A key of <c>:::service.TAG.key:value</c>.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">What may stand there, for people.</param>
/// <param name="Fallback">The default, for people.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Apply">How it is set.</param>
/// <param name="Read">Its value as text that <paramref name="Apply"/> takes; null if it is not set.</param>
internal sealed record EntryKey(
    string Name, string Value, string Fallback, string Meaning, ApplyEntryKey Apply, Func<EntryOptions, string?> Read);
