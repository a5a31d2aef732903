namespace Drover.Lava.Control;

/// <summary>The texts of a START. They must be YAML that was checked: workers cope with nothing else.</summary>
/// <param name="Definition">The job.</param>
/// <param name="Device">The device's configuration.</param>
/// <param name="Dispatcher">Configuration of the dispatcher; empty when there is none.</param>
/// <param name="Environment">Environment of the job; empty when there is none.</param>
/// <param name="DeviceEnvironment">Environment on the device (env-dut); empty when there is none. It must be empty for workers up to 2018.5.</param>
public sealed record StartTexts(string Definition, string Device, string Dispatcher = "", string Environment = "", string DeviceEnvironment = "");
