using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace MagBot.EndToEnd.Tests;

/// <summary>Lets every expectation of a page wait longer than Playwright's five seconds: a busy machine renders slowly.</summary>
internal static class PatientAssertions
{
    [ModuleInitializer]
    internal static void Set() => Assertions.SetDefaultExpectTimeout(30_000);
}
