namespace Drover.Jinja.Tests;

/// <summary>All device-type templates of Debian's lava-server, rendered by us and by Debian's Jinja2.</summary>
public sealed class DeviceTypeTests(DebianJinja debian, ITestOutputHelper output) : IClassFixture<DebianJinja>
{
    /// <summary>Each template is rendered with each of these dictionaries and contexts.</summary>
    private static readonly (string Dictionary, Dictionary<string, object?> Context)[] s_devices =
    [
        ("{% extends 'TYPE' %}\n", []),
        ("{% extends 'TYPE' %}\n{% set connection_command = 'telnet localhost 7000' %}\n{% set power_on_command = 'on' %}\n{% set hard_reset_command = ['off', \"on 'x'\"] %}\n"
            + "{% set user_commands = {'hello': {'do': 'echo hello', 'undo': 'echo undo'}} %}\n{% set base_kernel_args = base_kernel_args|default('quiet') ~ ' rw' %}\n"
            + "{% set interfaces = ['eth0'] %}{% set tags = {'eth0': ['1G', 'RJ45']} %}{% set map = {'eth0': {'switch': 5}} %}{% set mac_addr = {'eth0': '00:11:22:33:44:55'} %}"
            + "{% set sysfs = {'eth0': '/sys/x'} %}{% set connection_list = ['uart0'] %}{% set connection_commands = {'uart0': 'telnet localhost 4002'} %}"
            + "{% set connection_tags = {'uart0': ['primary', 'telnet']} %}{% set static_info = [{'board_id': 'a'}] %}{% set usb_serial_number = 12 %}\n",
            new()
            {
                ["arch"] = "arm64", ["extra_options"] = new List<object?> { "-smp cpus=2", "-x 'y'" }, ["console_device"] = "ttyS1", ["base_kernel_args"] = "debug", ["machine"] = "virt,x=\"1\"",
                ["boot_retry"] = 3L, ["bootloader_timeout"] = 2.5, ["no_kvm"] = true, ["boot_root"] = null, ["docker_shell"] = false, ["extra_kernel_args"] = "é",
            }),
    ];

    [Fact]
    public async Task Device_type_templates_of_Debian_print_the_same_byte_for_byte()
    {
        var directory = await LavaServerPackage.DeviceTypesAsync(TestContext.Current.CancellationToken);
        var types = Directory.GetFiles(directory, "*.jinja2").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        Assert.True(types.Count > 300, $"{directory} holds {types.Count} templates only.");
        var differences = new List<string>();
        var refused = 0;
        var device = "";
        var environment = new TemplateEnvironment(new TemplateLoader(name =>
            name == "device" ? device : File.Exists(Path.Combine(directory, name)) ? File.ReadAllText(Path.Combine(directory, name)) : null));
        foreach (var type in types)
        {
            foreach (var (dictionary, context) in s_devices)
            {
                device = dictionary.Replace("TYPE", type, StringComparison.Ordinal);
                var (expected, refusal) = await debian.RenderFilesAsync(new Dictionary<string, string> { ["device"] = device }, directory, "device", context);
                var (actual, fault) = Render(environment, context);
                refused += expected is null ? 1 : 0;
                if (expected != actual || refusal is null != fault is null)
                    differences.Add($"{type}: {Difference.Of(expected ?? refusal!, actual ?? fault!)}");
            }
        }
        var renderings = types.Count * s_devices.Length;
        var sentence = $"{renderings - differences.Count} of {renderings} renderings of {types.Count} device types are the same; {refused} are refused by both.";
        output.WriteLine(sentence);
        Assert.True(differences.Count == 0, $"{sentence}\n{string.Join('\n', differences.Take(20))}");
    }

    private static (string? Text, string? Fault) Render(TemplateEnvironment environment, Dictionary<string, object?> context)
    {
        try
        {
            return (environment.Render("device", context), null);
        }
        catch (TemplateException error)
        {
            return (null, error.Message);
        }
    }
}
