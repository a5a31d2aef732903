using Drover.Lab.Logs;

namespace Drover.Lava.Logs;

/// <summary>A log line of a job, as it was sent.</summary>
/// <param name="JobId">Above zero; whether there is such a job is not known here.</param>
/// <param name="Text">UTF-8 without line breaks: one YAML document in flow style. It may be kept; a line that is kept for long is better copied, because it lies in a block with its neighbours.</param>
/// <param name="Level">Its level.</param>
public readonly record struct LogLine(long JobId, ReadOnlyMemory<byte> Text, LineLevel Level);
