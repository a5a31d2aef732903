using System.Collections.Frozen;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>What a job may tell the template of its device, by the list in LAVA's documentation (https://docs.lavasoftware.org), and what it may say about itself.</summary>
internal static class ContextRules
{
    /// <summary>The names that LAVA 2023.01 knows.</summary>
    public static readonly FrozenSet<string> Names = FrozenSet.Create(
        "arch", "boot_character_delay", "boot_console", "boot_retry", "boot_root", "booti_dtb_addr", "booti_kernel_addr", "booti_ramdisk_addr", "bootloader_prompt", "bootm_dtb_addr", "bootm_kernel_addr",
        "bootm_ramdisk_addr", "bootz_dtb_addr", "bootz_kernel_addr", "bootz_ramdisk_addr", "console_device", "cpu", "custom_kernel_args", "extra_kernel_args", "extra_nfsroot_args", "extra_options",
        "failure_retry", "guestfs_driveid", "guestfs_interface", "guestfs_size", "kernel_loglevel", "kernel_start_message", "lava_test_results_dir", "machine", "memory", "menu_interrupt_prompt", "model",
        "monitor", "mustang_menu_list", "netdevice", "no_kvm", "serial", "test_character_delay", "tftp_mac_address", "uboot_altbank", "uboot_extra_error_message", "uboot_needs_interrupt", "vga");

    public static YamlMap Read(Part context, DefinitionRules rules)
    {
        var map = context.Map("context");
        foreach (var (key, value) in map)
        {
            var part = context.At(key.Text, value);
            if (!Names.Contains(key.Text) && !rules.ExtraContextNames.Contains(key.Text))
                throw new DefinitionException(part.Path, key.Line, $"no template knows the context name {key.Text}: correct it, or ask the operator to add it to the context names of this lab");
            if (part.Whole() is null && value.AsText() is null && !(value is YamlList list && list.All(item => new Part(item, part.Path).Whole() is not null || item.AsText() is not null)))
                throw part.Error($"a value of the context is a text, a whole number or a list of these, not {part.Found}{(value is YamlScalar ? ": put quotes around it" : "")}");
        }

        return map;
    }

    public static YamlMap Metadata(Part metadata)
    {
        if (metadata.Node is not YamlMap map)
            throw metadata.Error($"metadata is a map, not {metadata.Found}");
        foreach (var (key, value) in map)
        {
            var part = metadata.At(key.Written, value);
            if (key.Kind is not (YamlScalarKind.Text or YamlScalarKind.Int))
                throw new DefinitionException(part.Path, key.Line, $"the key {key.Written} is neither a text nor a whole number: put quotes around it");
            if (part.Whole() is null && value.AsText() is null)
                throw part.Error($"a value of the metadata is a text, a whole number or a truth value, not {part.Found}{(value is YamlScalar ? ": put quotes around it" : "")}");
        }

        return map;
    }
}
