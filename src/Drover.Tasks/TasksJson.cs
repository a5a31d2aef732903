using System.Text.Json.Serialization;
using Drover.Kernel;

namespace Drover.Tasks;

/// <summary>Stored forms of tasks.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampConverter), typeof(PrincipalConverter)])]
[JsonSerializable(typeof(ScheduledTask))]
internal sealed partial class TasksJson : JsonSerializerContext;
