using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Lab.Callbacks;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Groups;
using Drover.Lab.Results;
using Drover.Lab.Scheduling;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;

namespace Drover.Lab;

/// <summary>Stored forms of the lab's objects and rows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampConverter), typeof(PrincipalConverter)])]
[JsonSerializable(typeof(DeviceType))]
[JsonSerializable(typeof(Device))]
[JsonSerializable(typeof(CheckDefinition))]
[JsonSerializable(typeof(DeviceTemplate))]
[JsonSerializable(typeof(Worker))]
[JsonSerializable(typeof(DeviceTag))]
[JsonSerializable(typeof(WorkerConfiguration))]
[JsonSerializable(typeof(TestJob))]
[JsonSerializable(typeof(TestGroup))]
[JsonSerializable(typeof(DeviceTypeLook))]
[JsonSerializable(typeof(TestJobTexts))]
[JsonSerializable(typeof(TestJobDescription))]
[JsonSerializable(typeof(Callback))]
[JsonSerializable(typeof(TestResult))]
internal sealed partial class LabJson : JsonSerializerContext;
