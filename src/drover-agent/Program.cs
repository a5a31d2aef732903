using Drover.NodeAgent.Running;

return await AgentCommands.RunAsync(args, Console.Out, Console.Error);
