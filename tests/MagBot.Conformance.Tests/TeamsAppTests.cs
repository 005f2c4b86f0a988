using MagBot.Conformance.Tests.Support;
using MagBot.Host.Tests.Support;

namespace MagBot.Conformance.Tests;

/// <summary>What <c>deploymentTemplates/teams</c> packs.</summary>
public sealed class TeamsAppTests
{
    [Theory]
    [InlineData("schema")]
    [InlineData("wrong")]
    public Task Package_IsWhatTeamsTakes(string scenario) => NodeScript.RunAsync(
        "teams-app.mjs", scenario, new { directory = Path.GetFullPath(Path.Combine(RunningHost.KnowledgeDirectory, "..", "deploymentTemplates", "teams")) });
}
