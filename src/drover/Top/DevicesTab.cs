using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>Devices of the lab, with their health as <c>drover mod device</c> sets it.</summary>
internal sealed class DevicesTab() : TableTab("top.devices", "device")
{
    public override string Keys => Language.Say("top.keys.devices");

    public override void Press(Key key, string chosen, TopView view)
    {
        switch (key.Text)
        {
            case "h":
                view.Ask(new Prompt(Language.Say("top.health", chosen), health =>
                {
                    if (health.Length > 0)
                        AskReason(chosen, health, view);
                }));
                break;
            case "m" when string.Equals(Cell(chosen, "health"), "maintenance", StringComparison.OrdinalIgnoreCase):
                view.Confirm(Language.Say("top.back-to-work", chosen), () => view.Run("mod", "device", chosen, "--health", "unknown"));
                break;
            case "m":
                AskReason(chosen, "maintenance", view);
                break;
            case "l" when Cell(chosen, "job") is { } job:
                view.Run("watch", job);
                break;
            case "l":
                view.Say(Language.Say("top.no-test-job", chosen));
                break;
            default:
                base.Press(key, chosen, view);
                break;
        }
    }

    private static void AskReason(string device, string health, TopView view) => view.Ask(new Prompt(Language.Say("top.health-reason", device, health), reason =>
        view.Run(["mod", "device", device, "--health", health, .. reason.Length > 0 ? ["--health-reason", reason] : Array.Empty<string>()])));
}
