using System.Text.RegularExpressions;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>The shape of the actions. What they mean is for whoever runs the job: keys that are not named here pass.</summary>
internal static partial class ActionRules
{
    public static YamlList Read(Part actions, TimeSpan? job, bool needsRole, DefinitionRules rules)
    {
        var namespaces = new List<(Part Action, bool IsNamed)>();
        foreach (var item in actions.Items("actions"))
        {
            if (item.Map("an action") is not [var (kind, body)])
                throw item.Error("an action is a map with one key, which is deploy, boot, test or command: begin each action with a dash of its own");
            var action = item.At(kind.Text, body);
            action.Map($"a {kind.Text} action");
            switch (kind.Text)
            {
                case "deploy":
                    action.Required("to", "say where to deploy, as in to: tmpfs").Text("to");
                    break;
                case "boot":
                    CheckBoot(action);
                    break;
                case "test":
                    CheckTest(action, job, rules);
                    break;
                case "command":
                    action.Required("name", "name one of the device's commands").Text("name");
                    break;
                default:
                    throw new DefinitionException(action.Path, kind.Line, $"there is no action {kind.Text}: use deploy, boot, test or command");
            }

            if (action.Find("timeout") is { } timeout)
                TimeoutRules.CheckWithin(timeout, job, rules);
            if (needsRole)
                Roles(action);
            namespaces.Add((action, action.Find("namespace") is not null));
        }

        if (rules.IsValidation && namespaces.Any(entry => entry.IsNamed) && namespaces.FirstOrDefault(entry => !entry.IsNamed) is { Action.Node: not null } without)
            throw without.Action.Error("other actions have a namespace and this one has none: give it one, or take all of them away");
        return (YamlList)actions.Node;
    }

    /// <summary>The roles that an action of a multinode job is for.</summary>
    public static IReadOnlyList<string> Roles(Part action)
    {
        var role = action.Required("role", "each action of a multinode job names the role, or the list of roles, that does it");
        return role.Node is YamlList ? role.Texts("role", "a role") : [role.Text("role")];
    }

    private static void CheckBoot(Part boot)
    {
        boot.Required("method", "say how to boot, as in method: qemu").Text("method");
        if (boot.Find("auto_login") is { } login)
        {
            login.OnlyKeys("auto_login", "login_prompt", "username", "password_prompt", "password", "login_commands");
            login.Required("login_prompt", "the text at which the user name is typed").Text("login_prompt");
            login.Required("username", "the name to log in with").Text("username");
            login.Find("password_prompt")?.Text("password_prompt");
            login.Find("password")?.Text("password");
            login.Find("login_commands")?.Items("login_commands");
        }

        if (boot.Find("commands") is { Node: not YamlList } commands)
            commands.Text("commands");
        boot.Find("parameters")?.Map("parameters");
    }

    private static void CheckTest(Part test, TimeSpan? job, DefinitionRules rules)
    {
        if (test.Find("definitions") is { } definitions)
        {
            foreach (var definition in definitions.Items("definitions"))
                CheckDefinition(definition, job, rules);
        }
        else if (test.Find("monitors") is { } monitors)
        {
            foreach (var monitor in monitors.Items("monitors"))
                CheckMonitor(monitor);
        }
        else if (test.Find("interactive") is { } scripts)
        {
            foreach (var script in scripts.Items("interactive"))
            {
                script.Map("an interactive test");
                script.Required("name", "the name of the test").Text("name");
                script.Required("prompts", "the prompts that the script waits for").Texts("prompts", "a prompt");
                script.Required("script", "the commands to type").Items("script");
            }
        }
        else
        {
            throw test.Error("a test action needs definitions, monitors or interactive");
        }
    }

    private static void CheckDefinition(Part definition, TimeSpan? job, DefinitionRules rules)
    {
        definition.Map("a test definition");
        var repository = definition.Required("repository", "the address of the repository, or an inline definition");
        if (repository.Node is YamlMap)
            repository.OnlyKeys("an inline definition", "metadata", "install", "run", "parse");
        else
            repository.Text("repository");
        definition.Required("from", "git, inline, url, tar or file").Text("from");
        definition.Required("name", "the name under which the results are kept").Text("name");
        definition.Required("path", "the file of the definition inside of the repository").Text("path");
        if (definition.Find("parameters") is { } parameters)
            parameters.Map("parameters");
        if (definition.Find("timeout") is { } timeout)
            TimeoutRules.CheckWithin(timeout, job, rules);
        if (definition.Find("revision") is not null && definition.Find("shallow") is { Node: YamlScalar { Kind: YamlScalarKind.Bool, Bool: true } } shallow)
            throw shallow.Error("a shallow clone does not have the revision that is asked for: take revision or shallow away");
    }

    private static void CheckMonitor(Part monitor)
    {
        monitor.Map("a monitor");
        var name = monitor.Required("name", "the name of the test");
        if (!MonitorName().IsMatch(name.Text("name")))
            throw name.Error($"the name of a monitor has letters, digits, - and _ alone, and this is {name.Found}");
        monitor.Required("start", "the text at which the results begin").Text("start");
        monitor.Required("end", "the text at which the results end").Text("end");
        monitor.Required("pattern", "the pattern of a result").Text("pattern");
        monitor.Find("fixupdict")?.Map("fixupdict");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.None, 1000)]
    private static partial Regex MonitorName();
}
