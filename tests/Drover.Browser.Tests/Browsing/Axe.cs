using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Drover.Browser.Tests.Browsing;

/// <summary>Deque's axe: looks for what keeps people from using a page.</summary>
internal static class Axe
{
    private const string Run = """
        async (rules) => {
          const options = { resultTypes: ["violations"], ...(rules.length > 0 ? { runOnly: { type: "rule", values: rules } } : {}) };
          const { violations } = await axe.run(document, options);
          return violations.filter((found) => ["serious", "critical"].includes(found.impact))
            .map((found) => `${found.id}: ${found.help}: ${found.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
        }
        """;

    /// <summary>Brings it into each page that the window shows from now on; policies of pages do not hold for what the driver brings.</summary>
    public static Task BringAsync(IPage page) => page.AddInitScriptAsync(new BundledAxeScriptProvider().GetScript());

    /// <summary>What is serious or critical on the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rules">The rules to look by; all when there are none.</param>
    public static Task<string[]> RunAsync(IPage page, string[] rules) => page.EvaluateAsync<string[]>(Run, rules);
}
